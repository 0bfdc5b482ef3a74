/** The people and shared lines that can be called, each with a name and one number (S1.1). */
package dev.switchboard.accounts;
