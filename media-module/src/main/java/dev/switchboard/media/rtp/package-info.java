/** RTP and RTCP on the wire: views, builders and arithmetic, with no thread and no channel. */
@NullMarked
package dev.switchboard.media.rtp;

import org.jspecify.annotations.NullMarked;
