/** What every feature stands on: time, secrets, settings from the environment, words of refusal. */
package dev.switchboard;
