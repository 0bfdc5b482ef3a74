/** Encrypts and decrypts RTP and RTCP packets (RFC 3711, RFC 7714). */
@NullMarked
package dev.switchboard.media.transport.srtp;

import org.jspecify.annotations.NullMarked;
