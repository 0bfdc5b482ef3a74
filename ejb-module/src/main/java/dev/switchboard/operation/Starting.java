package dev.switchboard.operation;

/**
 * Fired before anything else starts. Whoever reads settings observes it and reads them: an {@link
 * IllegalArgumentException} whose message names the variable stops the start with that line.
 */
public record Starting() {}
