/** Calls: from looking a callee up to the one cause for which each call and leg ends. */
@NullMarked
package dev.switchboard.calls;

import org.jspecify.annotations.NullMarked;
