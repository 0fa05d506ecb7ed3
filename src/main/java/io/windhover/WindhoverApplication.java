package io.windhover;

import io.windhover.convert.flow.ConvertCommand;
import io.windhover.launch.NestedJarLaunch;
import io.windhover.launch.UnpackCommand;
import io.windhover.security.login.EncodePassword;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.modulith.Modulithic;

/**
 * Starts the roles that {@code windhover.roles} names, all five by default.
 */
@Modulithic
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ListedComponents.class)
public class WindhoverApplication {

	/**
	 * Runs the command that the first argument names and exits with its status; starts
	 * the roles where it names none.
	 * @throws ReflectiveOperationException when the application cannot be started by the
	 * class loader of its nested jars
	 */
	public static void main(String[] args) throws ReflectiveOperationException {
		if (args.length > 0 && args[0].equals(EncodePassword.COMMAND)) {
			System.exit(EncodePassword.run(args.length - 1));
		}
		if (args.length > 0 && args[0].equals(ConvertCommand.COMMAND)) {
			System.exit(ConvertCommand.run(args, System.out));
		}
		if (args.length > 0 && args[0].equals(UnpackCommand.COMMAND)) {
			System.exit(UnpackCommand.run(args, System.out));
		}
		if (!NestedJarLaunch.run(WindhoverApplication.class, args)) {
			SpringApplication.run(WindhoverApplication.class, args);
		}
	}

}
