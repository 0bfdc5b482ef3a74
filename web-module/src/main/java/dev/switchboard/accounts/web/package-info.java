/**
 * The pages on which people register, log in, and keep their account; and those of administrators.
 */
package dev.switchboard.accounts.web;
