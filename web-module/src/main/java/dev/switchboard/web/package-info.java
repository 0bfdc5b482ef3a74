/**
 * What all pages share: who the visitor is, in which language and look, and what the browser may
 * do.
 */
package dev.switchboard.web;
