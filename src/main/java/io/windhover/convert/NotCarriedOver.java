package io.windhover.convert;

/**
 * One thing of a flow of Kestra that the converted flow lacks, or has in another way.
 *
 * @param line where it stands in the flow of Kestra; counts from 1
 * @param path such as {@code tasks[0].options.allowFailed}
 * @param blocking whether the converted flow is refused until somebody has looked at it
 * @param reason why it was not carried over
 * @param proposal what to do
 */
public record NotCarriedOver(int line, String path, boolean blocking, String reason, String proposal) {

	@Override
	public String toString() {
		return "%d: %s: %s; %s".formatted(this.line, this.path, this.reason, this.proposal);
	}

}
