/**
 * The product as its users meet it: the server that {@code ./dev run} starts, real browsers, real
 * calls.
 */
package dev.switchboard.system;
