package io.windhover.management.metrics;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The meters of Windhover's own.
 *
 * @param prefix Put before the name of each meter, with a dot between. Empty by default.
 * @param maxFlows Flows with series of their own. Further flows share the series of
 * flow_id __other__.
 * @param stores Whether the metrics of each Kafka Streams store in each partition are
 * meters too: thousands of series.
 */
@Validated
@ConfigurationProperties("windhover.metrics")
public record MetricsProperties(
		@DefaultValue("") @NotNull @Pattern(regexp = "([a-zA-Z][a-zA-Z0-9_.]*)?",
				message = "must begin with a letter and hold letters, digits, dots and underscores only") String prefix,
		@DefaultValue("5000") @Min(0) int maxFlows, @DefaultValue("false") boolean stores) {

	/**
	 * The name of a meter after the prefix, with one dot between; the name itself when
	 * there is no prefix.
	 */
	public String named(String name) {
		return this.prefix.isEmpty() ? name : this.prefix.endsWith(".") ? this.prefix + name : this.prefix + "." + name;
	}

}
