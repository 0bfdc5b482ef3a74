/** Copies what legs send into files, as it was received and in step with the server's clock. */
@NullMarked
package dev.switchboard.media.recording;

import org.jspecify.annotations.NullMarked;
