/** The media engine's only surface: a server of calls whose legs exchange audio and video. */
@NullMarked
package dev.switchboard.media;

import org.jspecify.annotations.NullMarked;
