/** What keeps the server running well: schema, readiness, metrics and the words to its operator. */
package dev.switchboard.operation;
