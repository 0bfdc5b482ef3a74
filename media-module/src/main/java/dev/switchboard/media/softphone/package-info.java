/** The media of a headless device: a WebRTC peer that sends a test picture and tone. */
@NullMarked
package dev.switchboard.media.softphone;

import org.jspecify.annotations.NullMarked;
