/** The devices on which an account has logged in, and who may see them (S1.2 to S1.4). */
package dev.switchboard.devices;
