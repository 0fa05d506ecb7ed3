package io.windhover.flow.template;

/**
 * Gives the texts of files to the templates of one rendering.
 */
public interface FileLookup {

	/**
	 * The text of a file.
	 * @throws IllegalArgumentException where there is none, or it is too large
	 */
	String read(String address);

}
