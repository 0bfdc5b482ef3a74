/** Session descriptions as pure functions between text and records. */
@NullMarked
package dev.switchboard.media.sdp;

import org.jspecify.annotations.NullMarked;
