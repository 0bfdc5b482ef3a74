package dev.switchboard.calls;

/**
 * Fired in the transaction in which a leg takes the place of another in its call (S2.6), before
 * that one's media is released.
 */
public record LegReplaced(CallId call, LegId before, LegId now, Party party) {}
