/** How a device is reached while its page is closed: Web Push (RFC 8030, 8291, 8292). */
package dev.switchboard.devices.push;
