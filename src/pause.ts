/** Nothing, after so long. It keeps no program from ending: for waiting at most so long beside something else. */
export const pauseUntil = (ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    setTimeout(() => {
      resolve(undefined);
    }, ms).unref();
  });
