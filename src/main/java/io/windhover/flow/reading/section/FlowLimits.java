package io.windhover.flow.reading.section;

import io.windhover.flow.yaml.YamlLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How large a flow may be that is stored or checked; those that are stored stay.
 *
 * @param flowSize Characters of the YAML of a flow, at most 2MB.
 * @param tasks Tasks of a flow, those inside control tasks included.
 * @param nesting Control tasks around a task.
 * @param values Values in the YAML of a flow, each alias counted as all that it stands
 * for.
 */
@Validated
@ConfigurationProperties("windhover.limits")
public record FlowLimits(@DefaultValue("1MB") @NotNull DataSize flowSize,
		@DefaultValue("1000") @Min(1) @Max(10_000) int tasks, @DefaultValue("20") @Min(1) @Max(20) int nesting,
		@DefaultValue("50000") @Min(1000) @Max(500_000) int values) {

	private static final DataSize LARGEST = DataSize.ofMegabytes(2);

	public FlowLimits {
		if (flowSize.compareTo(LARGEST) > 0) {
			throw new IllegalArgumentException("windhover.limits.flow-size must be at most 2MB");
		}
	}

	/**
	 * The limits of the text, with the names of the properties that raise them.
	 */
	public YamlLimits ofYaml() {
		return new YamlLimits((int) this.flowSize.toBytes(), "windhover.limits.flow-size", this.values,
				"windhover.limits.values");
	}

}
