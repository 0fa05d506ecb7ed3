package io.windhover.admin;

import de.codecentric.boot.admin.server.config.EnableAdminServer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A Spring Boot Admin server as its own documentation has it. It asks nobody who he is,
 * and listens on the loopback address only.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableAdminServer
public class AdminServer {

	/**
	 * Starts it.
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(AdminServer.class, arguments);
	}

}
