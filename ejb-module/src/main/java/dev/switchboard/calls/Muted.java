package dev.switchboard.calls;

import dev.switchboard.signalling.ServerMessage;

/**
 * What a terminal has said of what it sends.
 *
 * @param audio whether its sound is muted
 * @param video whether it sends no picture
 * @param screen whether its picture is a screen
 */
public record Muted(boolean audio, boolean video, boolean screen) {
  ServerMessage.MediaMuted toWire(CallId call, LegId leg) {
    return new ServerMessage.MediaMuted(0, call.value(), leg.value(), audio, video, screen);
  }
}
