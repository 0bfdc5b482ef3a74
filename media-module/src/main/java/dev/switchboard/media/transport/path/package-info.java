/** The ways between a leg and its peer, whatever sockets they use. */
@NullMarked
package dev.switchboard.media.transport.path;

import org.jspecify.annotations.NullMarked;
