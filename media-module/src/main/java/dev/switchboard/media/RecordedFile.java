package dev.switchboard.media;

import java.time.Duration;

/**
 * A file of a recording.
 *
 * @param track the name of the track that it belongs to
 * @param segment its number among the files of the track, from 1
 * @param name in the folder of the recording
 * @param mediaType such as {@code video/webm}
 * @param start of the file, since the recording began
 * @param length from there to the end of its last frame
 * @param bytes of the file
 * @param audio whether there is sound in it
 * @param video whether there is a picture in it
 */
public record RecordedFile(
    String track,
    int segment,
    String name,
    String mediaType,
    Duration start,
    Duration length,
    long bytes,
    boolean audio,
    boolean video) {}
