package io.windhover.console;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console of both ports.
 *
 * @param enabled Whether both ports serve the console, below /console and to browsers.
 */
@ConfigurationProperties("windhover.console")
record ConsoleProperties(@DefaultValue("true") boolean enabled) {

}
