/** Networks that tests put between terminals and a server: slow, lossy, changing. */
@NullMarked
package dev.switchboard.media.relay;

import org.jspecify.annotations.NullMarked;
