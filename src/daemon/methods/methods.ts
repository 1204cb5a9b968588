import type { Params, ReplyTo, RequestType } from '../../protocol/requests.ts';
import type { Caller } from '../caller.ts';

/** Does what one request asks. Throws WhisError; answers at once where nothing has to be waited for. */
export type Method<Type extends RequestType> = (
  params: Params<Type>,
  caller: Caller,
) => ReplyTo<Type> | Promise<ReplyTo<Type>>;

/** The methods for some of the requests. */
export type Methods<Types extends RequestType = RequestType> = { [Type in Types]: Method<Type> };
