package dev.switchboard.calls;

import dev.switchboard.media.RecordingReport;

/**
 * Fired in a transaction of its own when the media engine has ended a recording, whatever ended it:
 * its files are complete.
 */
public record CallRecorded(CallId call, String recording, RecordingReport report) {}
