/** Finds the address of a peer and proves that it is the peer's (RFC 8445, RFC 8489). */
@NullMarked
package dev.switchboard.media.transport.ice;

import org.jspecify.annotations.NullMarked;
