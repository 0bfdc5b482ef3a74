/** Recordings: from the request and each party's consent to the files in the storage (S4). */
@NullMarked
package dev.switchboard.recordings;

import org.jspecify.annotations.NullMarked;
