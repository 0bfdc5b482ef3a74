/** How an operator sees from outside whether the server is well. */
package dev.switchboard.operation;
