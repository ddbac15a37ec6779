// The package has no types of its own; these are the parts we use.
declare module "jstat" {
  const jstat: {
    chisquare: {
      /** The share of the chi-squared distribution with `degrees` degrees of freedom that lies below x. */
      cdf(x: number, degrees: number): number;
    };
    studentt: {
      /** The quantile of Student's t distribution with `degrees` degrees of freedom. */
      inv(probability: number, degrees: number): number;
    };
  };
  export default jstat;
}
