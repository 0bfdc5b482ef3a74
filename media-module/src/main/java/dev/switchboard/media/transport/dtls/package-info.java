/** Agrees with a peer on the keys of SRTP (RFC 5764). */
@NullMarked
package dev.switchboard.media.transport.dtls;

import org.jspecify.annotations.NullMarked;
