/** The page of past calls. */
package dev.switchboard.calls.web;
