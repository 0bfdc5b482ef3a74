/** The messages that a terminal and the server exchange, as docs/signalling.md describes them. */
@NullMarked
package dev.switchboard.signalling;

import org.jspecify.annotations.NullMarked;
