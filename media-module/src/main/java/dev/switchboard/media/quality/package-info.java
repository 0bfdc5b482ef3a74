/** How good media is to those who hear and see it: pure figures, without a packet or a thread. */
@NullMarked
package dev.switchboard.media.quality;

import org.jspecify.annotations.NullMarked;
