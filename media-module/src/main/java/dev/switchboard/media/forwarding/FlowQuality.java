package dev.switchboard.media.forwarding;

/**
 * One direction of a leg since the last time it was asked for.
 *
 * @param bitrate bit/s
 * @param loss 0 to 1
 * @param unrecovered 0 to 1, the loss that retransmission didn't make good
 * @param jitter ms
 * @param roundTrip ms, 0 while unknown
 * @param audioLevel -127 to 0 dBov
 * @param framesPerSecond of the picture
 * @param freezes of the picture that have ended
 * @param frozenMillis how long they lasted
 * @param meanOpinionScore of the sound, 1 to 4.5; 0 while there is none
 * @param codec empty while nothing flows
 * @param resting whether the picture is held back now, because the line to the leg is too slow
 */
public record FlowQuality(
    long bitrate,
    double loss,
    double unrecovered,
    double jitter,
    double roundTrip,
    int audioLevel,
    double framesPerSecond,
    int freezes,
    double frozenMillis,
    double meanOpinionScore,
    String codec,
    boolean resting) {}
