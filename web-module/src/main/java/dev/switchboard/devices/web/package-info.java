/** The pages of one's own devices and of the contacts whose devices one calls. */
package dev.switchboard.devices.web;
