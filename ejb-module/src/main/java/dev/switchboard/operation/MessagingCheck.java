package dev.switchboard.operation;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;

/** The message broker lets us in. */
@ApplicationScoped
public class MessagingCheck implements ReadinessCheck {
  @Resource(lookup = "java:/ConnectionFactory")
  private ConnectionFactory connections;

  @Override
  public String name() {
    return "messaging";
  }

  @Override
  public void check() throws JMSException {
    try (Connection connection = connections.createConnection()) {
      connection.start();
    }
  }
}
