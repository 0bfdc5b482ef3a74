package dev.switchboard.web;

import jakarta.servlet.http.HttpServletRequest;

/** Addresses of this server as the one who asks has found it, to be opened by another device. */
public final class SameServer {

  private SameServer() {}

  /**
   * The whole address of a path of ours.
   *
   * @param path with its leading slash
   */
  public static String address(HttpServletRequest request, String path) {
    String here = request.getRequestURL().toString();
    return here.substring(0, here.length() - request.getRequestURI().length()) + path;
  }
}
