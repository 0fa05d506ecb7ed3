package io.windhover;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the roles that {@code windhover.roles} names, all four by default.
 */
@SpringBootApplication
public class WindhoverApplication {

	public static void main(String[] args) {
		SpringApplication.run(WindhoverApplication.class, args);
	}

}
