package io.windhover.flow;

/**
 * Reads flows from YAML.
 */
public interface FlowReader {

	/**
	 * Reads one flow, at revision 0.
	 * @param fileName how its problems name the text
	 * @throws InvalidFlowException with all that is wrong, not only the first
	 */
	Flow read(String fileName, String yaml);

}
