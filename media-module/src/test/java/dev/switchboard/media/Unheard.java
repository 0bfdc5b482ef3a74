package dev.switchboard.media;

/** For tests that look at the terminals instead, or hear one thing only. */
public class Unheard implements MediaEvents {
  @Override
  public void connected(String callId, String legId) {}

  @Override
  public void failed(String callId, String legId, String reason) {}

  @Override
  public void lost(String callId, String legId) {}

  @Override
  public void recovered(String callId, String legId) {}

  @Override
  public void renegotiate(String callId, String legId) {}
}
