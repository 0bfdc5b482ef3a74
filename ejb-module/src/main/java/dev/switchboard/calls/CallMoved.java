package dev.switchboard.calls;

/**
 * Fired in the transaction that brings a call to another state, once its row is written: whoever
 * keeps something that depends on it changes that in an observer, in the same transaction.
 */
public record CallMoved(CallId call, CallState to) {}
