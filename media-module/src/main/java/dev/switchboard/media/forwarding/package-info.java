/** Selective forwarding: what one leg publishes becomes what other legs subscribe to. */
@NullMarked
package dev.switchboard.media.forwarding;

import org.jspecify.annotations.NullMarked;
