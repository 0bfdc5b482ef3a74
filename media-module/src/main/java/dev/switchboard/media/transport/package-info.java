/** Carries RTP and RTCP between the server and one peer, securely over UDP. */
@NullMarked
package dev.switchboard.media.transport;

import org.jspecify.annotations.NullMarked;
