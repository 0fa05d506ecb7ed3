package io.windhover.api.flow;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.convert.Conversion;
import io.windhover.convert.NotCarriedOver;

/**
 * A flow that was converted.
 */
record ConversionDescriptor(@Schema(description = "The flow of Windhover.") String source,
		@Schema(description = "Whether it may be stored as it is.") boolean complete,
		@Schema(description = "What it lacks, or has in another way.") List<NotCarriedOverDescriptor> notCarriedOver) {

	static ConversionDescriptor of(Conversion conversion) {
		return new ConversionDescriptor(conversion.source(), conversion.complete(),
				conversion.notCarriedOver().stream().map(NotCarriedOverDescriptor::of).toList());
	}

	/**
	 * One thing that was not carried over.
	 */
	record NotCarriedOverDescriptor(
			@Schema(description = "Where it stands in the flow of Kestra; counts from 1.") int line,
			@Schema(example = "tasks[0].options.allowFailed") String path,
			@Schema(description = "Whether the converted flow is refused until it is dealt with.") boolean blocking,
			String reason, @Schema(description = "What to do.") String proposal) {

		static NotCarriedOverDescriptor of(NotCarriedOver each) {
			return new NotCarriedOverDescriptor(each.line(), each.path(), each.blocking(), each.reason(),
					each.proposal());
		}

	}

}
