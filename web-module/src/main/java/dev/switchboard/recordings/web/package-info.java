/** The page of recordings, and their files. */
@NullMarked
package dev.switchboard.recordings.web;

import org.jspecify.annotations.NullMarked;
