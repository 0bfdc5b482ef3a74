package dev.switchboard.media.recording;

/**
 * A frame on its way into a file.
 *
 * @param picture whether it is of the picture, else of the sound
 * @param nanos when it was captured, since the recording began
 * @param durationNanos how long it lasts, of sound; 0 of a picture
 * @param key whether a decoder can begin with it; always of sound
 */
record Frame(boolean picture, long nanos, long durationNanos, boolean key, byte[] data) {}
