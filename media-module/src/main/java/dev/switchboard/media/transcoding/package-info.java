/** Jobs of ffmpeg on files that we have recorded, in processes with limits. */
@NullMarked
package dev.switchboard.media.transcoding;

import org.jspecify.annotations.NullMarked;
