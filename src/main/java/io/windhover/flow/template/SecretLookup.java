package io.windhover.flow.template;

/**
 * Gives the values of secrets to the templates of one rendering.
 */
public interface SecretLookup {

	/**
	 * The value of a secret.
	 * @throws IllegalArgumentException naming it when there is none
	 */
	String secret(String name);

}
