package dev.switchboard.calls;

import java.util.OptionalDouble;

/**
 * How one direction of a leg was doing over some time.
 *
 * @param bitrate bit/s, on average
 * @param loss 0 to 1, on average
 * @param unrecovered 0 to 1, what of it no retransmission made good, on average
 * @param jitter ms, the worst
 * @param roundTrip ms between server and terminal, on average; empty while unknown
 * @param framesPerSecond of the picture, on average
 * @param freezes of the picture, in all
 * @param frozenMillis how long they lasted, ms, in all
 * @param mos mean opinion score of the sound, 1 to 4.5 (ITU-T G.107), on average; empty without any
 */
public record Figures(
    long bitrate,
    double loss,
    double unrecovered,
    double jitter,
    OptionalDouble roundTrip,
    double framesPerSecond,
    int freezes,
    double frozenMillis,
    OptionalDouble mos) {}
