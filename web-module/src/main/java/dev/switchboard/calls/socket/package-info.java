/** The WebSocket over which terminals and server exchange the messages of docs/signalling.md. */
@NullMarked
package dev.switchboard.calls.socket;

import org.jspecify.annotations.NullMarked;
